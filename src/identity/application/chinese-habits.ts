const words = (list: string) => list.trim().split(/\s+/);

/**
 * What people in China build passwords of, each list the commonest first. Written for this program after what two studies found in
 * leaked lists: pinyin of names and of everyday words, and digits that sound like words (520 我爱你, 1314 一生一世).
 * Li, Han, Xu: A Large-Scale Empirical Analysis of Chinese Web Passwords (USENIX Security 2014).
 * Wang, Wang, He, Tian: Birthday, Name and Bifacial-security (USENIX Security 2019).
 */
export const CHINESE_HABITS: Readonly<Record<string, string[]>> = {
  digitsThatSound: words(`
    520 1314 5201314 1314520 520520 521 5211314 1314521 5203344 3344520 3344521 52013 201314 168 888 666 518 888888 666666 168168
    518518 147258 147258369 7758521 7758258 5845211314 584520 584521 1573 8888 6666 9999 886 88888888 66666666 5211 520131 13145
    9420 9494 7456 1392010 8013 1711 2012 1212 110120 110119 10086 10010 12580 12306 95588 123 1234 123123 321 112233 123321 1234567
    abc123 a123 q123 qq123 aa123 123abc 123qwe qwe123 1qaz 2wsx 3edc 1q2w3e 1q2w3e4r qazwsx zxcasd asdqwe
  `),

  /** Everyday words and phrases. */
  pinyin: words(`
    woaini woaiwojia woaini1314 woaini520 woaiwo woaita woaibaba woaimama woaini1314520 aini wo ni ta ai woshi shishei nihao mima wodemima wode nide women nimen tamen baba mama gege jiejie didi meimei yeye nainai laopo
    laogong laoba laoma laoshi xiansheng nvshi pengyou haoyou qinaide qinai baobei baobao xiaobao dabao erbao xingan zhizhu xihuan
    xiangni xiangnian aiqing youqing qingren lianren nvren nanren nanhai nvhai haizi erzi nver airen jiating jia wojia huijia aiwo ainiwo
    aiziji wobuzhidao buzhidao zhidao buyao yao shenme weishenme zenme meiyou youmeiyou haode haobuhao keyi bukeyi zaijian wanan zaoan
    xiexie duibuqi meiguanxi qingwen shengri kuaile shengrikuaile xinnian xinniankuaile guonian gongxifacai facai facaile fuqi pingan
    pinganfu jiankang xingfu ruyi wanshiruyi jixiang shunli chenggong jiayou nuli fendou mengxiang xiwang weilai shijie tiankong taiyang
    yueliang xingxing dahai dashan baiyun caihong liuxing mingtian jintian zuotian xianzai yongyuan yibeizi yishengyishi yixinyiyi
    zhongguo zhongguoren zhonghua woaizhongguo zuguo beijing shanghai guangzhou shenzhen tianjin chongqing hangzhou nanjing wuhan chengdu
    xian suzhou taiwan taibei xianggang aomen fujian fuzhou xiamen quanzhou zhangzhou putian longyan nanping sanming ningde pingtan minnan
    gulou taijiang cangshan jinan mawei changle fuqing lianjiang minhou gulangyu wuyishan jinjiang shishi nanan anxi dehua huian
    bamin bashan baminjiankang jiankangma jiankang yiqing fangyi kouzhao yimiao yiyuan yisheng hushi huanzhe renmin gongan jingcha zhengfu
    weijianwei weisheng jijie fuwu renminyiyuan shequ jiedao xiaoqu wuye gongsi gongzuo shangban xiaban jingli laoban yuangong mishu
    guanli guanliyuan guanlyuan yonghu zhanghao denglu zhuce ceshi jisuanji diannao shouji dianhua wangluo wangzhan youxiang weixin zhifubao taobao
    baidu alibaba tengxun huawei xiaomi qq wechat weibo douyin youxi chuanqi menghuan wangzhe rongyao
    xuexi xuesheng xuexiao daxue gaozhong chuzhong xiaoxue tongxue banzhang laoshihao qinghua beida xiada fuda jiaoshi
    long hu feng ma yang hou ji gou zhu niu tu she shu laohu laoying xiongmao xiaogou xiaomao xiaozhu zhutou bendan shagua hundan
    tiantian xiaoxiao dada lele huanhuan yingying jingjing nini beibei mengmeng lili nana tingting fangfang feifei haohao yangyang xixi
    yi er san si wu liu qi ba jiu shi bai qian wan yiersan yiersansi yiersansiwu yiersansiwuliu lingling
    de shi bu le zai you he zhe na hao da xiao xin lao dong nan xi bei zhong shang xia tian di ren
    chifan chihuo shuijiao meinv shuaige dashuai meili piaoliang keai kaixin gaoxing nanguo shangxin jimo gudu ziyou shengming rensheng
    nihaoma woaima woxiangni woxihuanni woyaofacai woyao zhenai zhenxin congming tiancai wudi zhizun daxia yingxiong tianxia diyi tianxiadiyi
  `),

  /** Offices: what they are called, where they stand, and how those who work there are addressed. */
  offices: words(`
    zhuren shuji zhang juzhang chuzhang kezhang quzhang xianzhang zhenzhang cunzhang yuanzhang suozhang zhanzhang duizhang zuzhang buzhang
    fuzhuren fushuji ganbu kuaiji zhiban zhibanshi bangongshi banshichu weiyuanhui juweihui cunweihui zhihuibu fangkong fangkongban
    yiqingfangkong jiedaoban dangzhibu jikong zhongxin zhan suo ju chu ke bu yuan hui ban shi qu xian zhen xiang cun jie lu men
    dongjie xijie nanjie beijie zhongjie dongmen ximen nanmen beimen dongqu xiqu nanqu beiqu siming huli jimei haicang tongan xiangan
    fengze licheng luojiang xiangcheng longwen xinluo jiaocheng yanping sanyuan chengxiang hanjiang xiuyu
  `),

  /** The Ministry of Public Security's report on names of 2020, in pinyin: surnames, and what they are most often joined with. */
  names: words(`
    wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang xu han feng deng cao
    peng zeng xiao tian dong yuan pan cai jiang yu du ye cheng wei su lv ding ren lu yao shen zhong jiang cui tan lu fan wang liao shi jin
    wei jia xia fu fang zou xiong bai meng qin qiu hou jiang yin xue yan duan lei long shi tao he gu mao hao gong shao wan qian qu ouyang situ
    wangwei zhangwei liwei wangfang lina liuwei zhangmin lijing zhangli wangjing liqiang wangyong zhangyong liujie wangli lijun zhangqiang wangqiang
    chenwei chenjing linfang chenfang linwei huangwei zhengwei wujing xiaoming xiaohong xiaohua xiaoli xiaofang xiaomei xiaoqiang xiaojun xiaolong
    wei fang na min jing li qiang lei jun yang yong yan jie juan tao ming chao xiulan xia ping gang guiying jianguo jianhua jianjun jianping
    guoqiang guoqing zhiqiang zhiyong zhigang weimin weiguo weihua haiyan haitao haibo xiaoyan xiuying xiuzhen yulan yuying guilan meiling lihua
    lijuan liping lihong xuemei xueying wenjing wenhua wenbin wenjie yingjie junjie haoran haoyu yuxuan zixuan zihan yinuo xinyi yutong chenxi
    mengqi jiayi siyu ruoxi kexin yuhan ziyi yichen yuchen muchen yize jinghao tianyu haoxuan
  `),
};
